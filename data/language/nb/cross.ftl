## Et tall i to dimensjoner.

cross-total = { $indicator }: { $value } i { $year }.

cross-total = { $indicator }: { $value } i { $year }.

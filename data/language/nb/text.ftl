## Oppramsing: «Oslo, Bergen og Tromsø».

text-listed = { $others } og { $last }

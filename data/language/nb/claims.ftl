## Hvorfor publiserte tall ikke kan stemme, i siste kolonne av tabellen over dem.

claims-share = { $part } av { $total } er { $share }
claims-no-whole-number = ingen heltall av { $total } gir denne andelen
# $others: «2023 12 og 2022 14».
claims-against = tallet er { $value }, mot { $others }
claims-no-such-part = dokumentet har ingen { $part }; den siste er { $last }
claims-reference = Henvisning i teksten
claims-same-heading = flere kolonner i tabellen har denne overskriften
claims-heading = Overskrift i tabell
claims-yearly = de årlige tallene { $years } har høyeste { $most } og sum { $total }
claims-printed = { $what } er { $value } ({ $where })

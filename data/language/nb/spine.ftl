## The spine chart of the monitor's indicators.

spine-title = Kommunen mot { $group }
spine-title-alone = Kommunen mot gruppen
spine-group = { $group }
spine-band = midterste halvdel av ti lignende
spine-demand = lovens krav
spine-best = den gode siden
spine-against = { $own } mot { $other }
spine-some = { $count ->
    [one] Ett av { $all } nøkkeltall skiller seg klart fra { $group }: { $names }.
   *[other] { $number } av { $all } nøkkeltall skiller seg klart fra { $group }: { $names }.
  }
spine-nothing = { $count ->
    [one] { $all } nøkkeltall kan sammenlignes med { $group }, og det skiller seg ikke klart ut.
   *[other] Ingen av de { $all } nøkkeltallene skiller seg klart fra { $group }.
  }
spine-caption = { $finding } Kilde: { $sources }.
spine-alt = { $finding } Figuren viser { $themes } for { $place }. Alle tallene står i tabellen under.
spine-and-more = { $names } og { $number } til
spine-name-and-way = { $way ->
    [up] { $name } (høyere)
   *[down] { $name } (lavere)
  }
spine-table = Monitoren for { $place } mot { $group }
spine-range = { $low }–{ $high }
spine-clear = { $way ->
    [up] klart høyere
   *[down] klart lavere
  }
spine-by-chance = kan skyldes tilfeldigheter
spine-unknown = kan ikke vurderes
spine-odd = lite sannsynlig
spine-same = det samme
spine-missing = Figuren mot en gruppe kan ikke vises: datasettet har ikke både egne tall for { $place } og gruppetall for samme år.
spine-tone =
    { $tone ->
        [better] klart bedre
        [worse] klart dårligere
        [different] klart annerledes
       *[chance] kan skyldes tilfeldigheter
    }
spine-tick =
    { $tick ->
        [none] null
        [half] det halve
        [equal] likt
       *[twice] det dobbelte
    }
spine-head =
    { $column ->
        [indicator] Indikator
        [year] År
        [middle] Midterste halvdel av de ti
        [demand] Lovens krav
       *[verdict] Forskjellen fra gruppen
    }

## The editor: what a municipality's figures say that matters.

# The figure of an indicator, by its id: $value with its unit, of $place in $year.
editor-figure =
    { $indicator ->
        [children-with-measures-0-17-pct] { $value } av barna 0–17 år i { $place } hadde tiltak fra barnevernet i { $year }.
        [children-with-measures-0-22-pct] { $value } av barn og unge 0–22 år i { $place } hadde tiltak fra barnevernet i { $year }.
        [children-with-measures-0-24-pct] { $value } av barn og unge 0–24 år i { $place } hadde tiltak fra barnevernet i { $year }.
        [children-with-measures-31dec-per-1000-0-22] { $value } av 1 000 barn og unge i { $place } hadde tiltak ved utgangen av { $year }.
        [children-investigated-0-17-pct] Barnevernet undersøkte situasjonen til { $value } av barna i { $place } i { $year }.
        [investigations-started] { $count ->
            [one] Barnevernet i { $place } startet én undersøkelse i { $year }.
            *[other] Barnevernet i { $place } startet { $value } undersøkelser i { $year }.
            }
        [children-placed-0-17-pct] { $value } av barna 0–17 år i { $place } bodde utenfor hjemmet med tiltak fra barnevernet i { $year }.
        [children-placed-0-24-pct] { $value } av barn og unge 0–24 år i { $place } bodde utenfor hjemmet med tiltak fra barnevernet i { $year }.
        [children-not-placed-of-measures-pct] { $value } av barna med tiltak i { $place } fikk hjelp mens de bodde hjemme i { $year }.
        [children-0-5-of-0-17-with-measures-pct] { $value } av barna med tiltak i { $place } var fem år eller yngre i { $year }.
        [emergency-decisions-pct] { $value } av vedtakene i { $place } var akuttvedtak i { $year }.
        [children-per-fte-f244] Hver saksbehandler i { $place } hadde { $value } barn å følge opp i løpet av { $year }.
        [qualified-fte-per-1000-0-17] { $place } hadde { $value } fagutdannede årsverk per 1 000 barn i { $year }.
        [fte-per-1000-0-17] { $place } hadde { $value } årsverk i barnevernet per 1 000 barn i { $year }.
        [qualified-fte-pct] { $value } av årsverkene i { $place } hadde barnevernsfaglig utdanning i { $year }.
        [sick-leave-pct] Sykefraværet i barnevernet i { $place } var { $value } i { $year }.
        [turnover-pct] { $value } av de ansatte i barnevernet i { $place } sluttet i { $year }.
        [investigations-dismissed-pct] { $value } av undersøkelsene i { $place } ble henlagt i { $year }.
        [fte] { $place } hadde { $value } årsverk i barnevernet i { $year }.
        [employees] { $count ->
            [one] Én person arbeidet i barnevernet i { $place } i { $year }.
            *[other] { $value } personer arbeidet i barnevernet i { $place } i { $year }.
            }
        [children-in-care] { $count ->
            [0] { $place } hadde ikke overtatt omsorgen for noen barn i { $year }.
            [one] { $place } hadde overtatt omsorgen for ett barn i { $year }.
            *[other] { $place } hadde overtatt omsorgen for { $value } barn i { $year }.
            }
        [emergency-placements] { $count ->
            [0] Ingen barn i { $place } ble plassert akutt utenfor hjemmet i { $year }.
            [one] { $place } hadde én akutt plassering utenfor hjemmet i { $year }.
            *[other] { $place } hadde { $value } akutte plasseringer utenfor hjemmet i { $year }.
            }
        [youth-with-institution-decision] { $count ->
            [0] Ingen ungdommer i { $place } hadde vedtak om plass på institusjon i { $year }.
            [one] Én ungdom i { $place } hadde vedtak om plass på institusjon i { $year }.
            *[other] { $value } ungdommer i { $place } hadde vedtak om plass på institusjon i { $year }.
            }
        [unaccompanied-of-placed-pct] { $value } av de plasserte barna i { $place } var enslige mindreårige flyktninger i { $year }.
        [investigations-extended] { $count ->
            [0] Ingen undersøkelser i { $place } fikk utvidet frist i { $year }.
            [one] Én undersøkelse i { $place } fikk utvidet frist i { $year }.
            *[other] { $value } undersøkelser i { $place } fikk utvidet frist i { $year }.
            }
        [investigation-deadline-breaches-pct] { $value } av undersøkelsene i { $place } gikk over lovens frist i { $year }.
        [investigation-deadline-breaches] { $count ->
            [one] Én undersøkelse i { $place } gikk over lovens frist i { $year }.
            *[other] { $value } undersøkelser i { $place } gikk over lovens frist i { $year }.
            }
        [investigations-within-3-months-pct] { $value } av undersøkelsene i { $place } var ferdige innen tre måneder i { $year }.
        [referral-deadline-breaches] { $count ->
            [one] Én bekymringsmelding i { $place } ble ikke gjennomgått innen én uke i { $year }.
            *[other] { $value } bekymringsmeldinger i { $place } ble ikke gjennomgått innen én uke i { $year }.
            }
        [supervision-visits-unmet-pct] { $value } av fosterbarna i { $place } fikk færre tilsynsbesøk enn loven krever i { $year }.
        [supervision-visits-done-pct] { $value } av de lovpålagte tilsynsbesøkene hos fosterbarn i { $place } ble gjennomført i { $year }.
        [foster-follow-up-unmet-pct] { $value } av fosterbarna fra { $place } fikk færre oppfølgingsbesøk enn loven krever i { $year }.
        [foster-visits-done-pct] { $value } av de lovpålagte oppfølgingsbesøkene i fosterhjem for barn fra { $place } ble gjennomført i { $year }.
        [measures-with-plan-pct] { $value } av barna med hjelpetiltak i { $place } hadde en tiltaksplan i { $year }.
        [measures-with-plan-31dec-pct] { $value } av barna med tiltak i { $place } hadde en plan ved utgangen av { $year }.
        [plans-care-pct] { $value } av barna under omsorg i { $place } hadde en omsorgsplan i { $year }.
        [plans-evaluated-pct] { $value } av tiltaksplanene i { $place } ble evaluert i { $year }.
        [children-participation-pct] { $value } av barna i { $place } fikk medvirke i undersøkelsen i { $year }.
        [net-expenditure-per-inhabitant-0-17-nok] { $place } brukte { $value } netto på barnevern per barn 0–17 år i { $year }.
        [net-expenditure-per-inhabitant-0-22-nok] { $place } brukte { $value } netto på barnevern per innbygger 0–22 år i { $year }.
        [net-expenditure-per-inhabitant-0-24-nok] { $place } brukte { $value } netto på barnevern per innbygger 0–24 år i { $year }.
        [net-expenditure-per-child-in-service-nok] { $place } brukte { $value } netto per barn i barnevernet i { $year }.
        [gross-f252-per-child-placed-nok] Et barn som bodde utenfor hjemmet, kostet { $place } { $value } brutto i { $year }.
        [net-f252-per-child-placed-nok] Et barn som bodde utenfor hjemmet, kostet { $place } { $value } netto i { $year }.
        [gross-f251-per-child-not-placed-nok] Et barn som fikk hjelp hjemme, kostet { $place } { $value } brutto i { $year }.
        [net-f251-per-child-not-placed-nok] Et barn som fikk hjelp hjemme, kostet { $place } { $value } netto i { $year }.
        [gross-f244-per-child-nok] Saksbehandlingen kostet { $place } { $value } per barn i { $year }.
        [net-f244-share-pct] { $value } av nettoutgiftene til barnevern i { $place } gikk til saksbehandling i { $year }.
        [net-share-of-municipality-pct] Barnevernet sto for { $value } av nettoutgiftene til { $place } kommune i { $year }.
        [efficiency-deviation] Effektiviteten i barnevernet i { $place } lå { $value } i ASSS-nettverket i { $year }.
        [resource-use-deviation] Ressursbruken i barnevernet i { $place } lå { $value } i ASSS-nettverket i { $year }, når behovet er regnet med.
        [gross-f251-per-child-deviation] Utgiftene per barn som får hjelp hjemme, lå i { $place } { $value } i ASSS-nettverket i { $year }.
        [children-with-referral-0-17-pct] Barnevernet fikk bekymringsmelding om { $value } av barna i { $place } i { $year }.
        [referrals] { $count ->
            [one] { $place } fikk én ny bekymringsmelding i { $year }.
            *[other] { $place } fikk { $value } nye bekymringsmeldinger i { $year }.
            }
        [referrals-per-1000-0-17] { $place } fikk { $value } bekymringsmeldinger per 1 000 barn i { $year }.
        [referrals-dismissed-pct] { $value } av bekymringsmeldingene i { $place } ble henlagt uten undersøkelse i { $year }.
        [referrals-from-school-and-kindergarten-pct] { $value } av bekymringsmeldingene i { $place } kom fra skole og barnehage i { $year }.
        [foster-home-family-network-pct] { $value } av fosterbarna fra { $place } bodde hos familie eller nære nettverk i { $year }.
       *[prevention-f232-per-inhabitant-0-20-nok] { $place } brukte { $value } på forebygging i helsestasjon og skolehelsetjeneste per innbygger 0–20 år i { $year }.
    }

# What the law demands, where it is not kept.
editor-demand =
    { $quantity ->
        [investigation-deadline] Fristen er tre måneder, i særlige tilfeller seks.
        [referral-deadline] Loven krever at alle meldinger blir gjennomgått innen én uke.
        [supervision] Kravet er minst fire besøk i året, som kan settes ned til to.
        [foster-visits] Kravet er minst fire besøk i året, som kan settes ned til to.
        [plans] Loven krever en plan for alle barn med tiltak.
       *[care-plans] Loven krever en omsorgsplan for alle barn under omsorg.
    }

# That the law is kept.
editor-kept =
    { $quantity ->
        [investigation-deadline] Alle undersøkelsene i { $place } var ferdige innen lovens frist i { $year }.
        [referral-deadline] Alle bekymringsmeldingene i { $place } ble gjennomgått innen én uke i { $year }, som loven krever.
        [supervision] Alle fosterbarna i { $place } fikk tilsynsbesøkene som loven krever, i { $year }.
        [foster-visits] Alle fosterbarna fra { $place } fikk oppfølgingsbesøkene som loven krever, i { $year }.
        [plans] Alle barna med tiltak i { $place } hadde plan i { $year }, som loven krever.
       *[care-plans] Alle barna under omsorg i { $place } hadde omsorgsplan i { $year }, som loven krever.
    }

# What the council can ask about a quantity that was told of.
editor-ask =
    { $quantity ->
        [children-with-measures] Når hjelpen fram til barna som trenger den, og hva forklarer nivået?
        [children-investigated] Hva forklarer hvor mange undersøkelser tjenesten starter?
        [children-placed] Hva ligger bak antallet barn som bor utenfor hjemmet?
        [placed-of-measures] Får barna rett hjelp tidlig nok til å kunne bo hjemme?
        [youngest] Når tjenesten fram til de minste barna?
        [emergency] Kunne noen av akuttvedtakene vært unngått med hjelp tidligere?
        [fte] Er bemanningen stor nok til oppgavene?
        [employees] Er bemanningen stor nok til oppgavene?
        [children-in-care] Har barna under omsorg det godt der de bor?
        [institution] Hvorfor trenger ungdommene plass på institusjon?
        [unaccompanied] Får enslige mindreårige den oppfølgingen de har krav på?
        [extended] Hvorfor trenger undersøkelsene lengre tid?
        [efficiency] Hva forklarer effektiviteten, sammenlignet med andre?
        [resource-use] Hva får kommunen for det den bruker på barnevern, sammenlignet med andre?
        [home-cost-of-mean] Hva får barna som bor hjemme, for pengene?
        [children-per-fte] Har saksbehandlerne tid til hvert barn?
        [positions] Er bemanningen stor nok til oppgavene?
        [qualified] Hva er planen for å nå kompetansekravene i 2031?
        [sick-leave] Hva er årsakene til sykefraværet, og hva gjør ledelsen med dem?
        [turnover] Hvorfor slutter folk, og hva gjør det med oppfølgingen av barna?
        [dismissed] Undersøker tjenesten de riktige sakene?
        [investigation-deadline] Hvorfor ble ikke alle undersøkelser ferdige i tide, og hva er gjort med det?
        [within-3-months] Hva forklarer hvor lang tid undersøkelsene tar?
        [referral-deadline] Hvem ser til at hver melding blir gjennomgått innen en uke?
        [supervision] Hvorfor fikk ikke alle fosterbarn tilsynsbesøkene de har krav på, og når blir det rettet?
        [foster-visits] Hvorfor ble ikke alle fosterhjem fulgt opp slik loven krever, og når blir det rettet?
        [plans] Når har alle barn med tiltak en plan?
        [care-plans] Når har alle barn under omsorg en omsorgsplan?
        [evaluated] Hvordan vet tjenesten om tiltakene virker?
        [participation] Hvordan får barna si sin mening i egen sak?
        [net-expenditure] Hva får kommunen for det den bruker på barnevern, sammenlignet med andre?
        [net-per-child] Hvorfor koster hvert barn i barnevernet det det gjør?
        [placed-cost] Hva slags plasser betaler kommunen for, og finnes det andre gode løsninger?
        [home-cost] Hva får barna som bor hjemme, for pengene?
        [case-cost] Er det rett forhold mellom saksbehandling og tiltak?
        [case-share] Er det rett forhold mellom saksbehandling og tiltak?
        [share-of-municipality] Hvordan utvikler utgiftene til barnevern seg mot resten av budsjettet?
        [referrals] Vet skoler, barnehager og helsetjenester når de skal melde fra, og får de svar?
        [referrals-dismissed] Hva skjer med barna bak meldingene som blir henlagt?
        [school] Hvordan samarbeider skoler og barnehager med barnevernet?
        [foster-family] Leter tjenesten godt nok etter fosterhjem i familie og nettverk?
       *[prevention] Virker det forebyggende arbeidet slik at færre barn trenger barnevern?
    }

# What the council can ask about a part of which nothing stands out.
editor-ask-of =
    { $part ->
        [capacity] Har tjenesten nok folk med riktig kompetanse, og hvordan vet vi det?
        [duties] Holder tjenesten lovens frister og krav, og hvordan blir det fulgt med på?
        [resources] Hva får kommunen for pengene?
       *[cooperation] Hvordan samarbeider barnevernet med skoler, barnehager og helsetjenester?
    }

# The four parts.
editor-part =
    { $part ->
        [capacity] Kapasitet og kompetanse
        [duties] Frister og plikter
        [resources] Bruk av ressurser
       *[cooperation] Samarbeid
    }

editor-clear = Det er { $clauses }.
editor-differs = { $kind ->
    [counted] { $way ->
        [up] klart flere enn i { $where } ({ $other })
       *[down] klart færre enn i { $where } ({ $other })
      }
   *[measured] { $way ->
        [up] klart høyere enn i { $where } ({ $other })
       *[down] klart lavere enn i { $where } ({ $other })
      }
  }
editor-times = { $times ->
    [2] over dobbelt så { $kind ->
        [counted] mange
       *[measured] høyt
      } som i { $where } ({ $other })
    [3] over tre ganger så { $kind ->
        [counted] mange
       *[measured] høyt
      } som i { $where } ({ $other })
    [4] over fire ganger så { $kind ->
        [counted] mange
       *[measured] høyt
      } som i { $where } ({ $other })
   *[5] over fem ganger så { $kind ->
        [counted] mange
       *[measured] høyt
      } som i { $where } ({ $other })
  }
editor-trend = { $way ->
    [up] Tallet har klart økt siden { $year }.
   *[down] Tallet har klart falt siden { $year }.
  }
editor-best = { $direction ->
    [higher] Her er et høyt tall best.
   *[lower] Her er et lavt tall best.
  }
editor-none = ingen
editor-from-mean = { $way ->
    [up] { $value } over snittet
    [down] { $value } under snittet
   *[none] likt med snittet
  }
editor-odd = { $name }: Tallet er så ulikt andres at bokføring, en vertskommune eller få barn kan forklare det.
editor-hidden = { $quantity ->
    [investigation-deadline] Hvor mange undersøkelser i { $place } som gikk over fristen, vises ikke av personvernhensyn.
    [referral-deadline] Hvor mange meldinger i { $place } som ikke ble gjennomgått innen én uke, vises ikke av personvernhensyn.
    [supervision] Hvor mange fosterbarn i { $place } som fikk for få tilsynsbesøk, vises ikke av personvernhensyn.
    [foster-visits] Hvor mange fosterbarn fra { $place } som fikk for få oppfølgingsbesøk, vises ikke av personvernhensyn.
    [care-plans] Hvor mange barn under omsorg i { $place } som har omsorgsplan, vises ikke av personvernhensyn.
    [plans] Hvor mange barn med tiltak i { $place } som har plan, vises ikke av personvernhensyn.
   *[other] Noen tall for { $place } vises ikke av personvernhensyn.
  }
editor-title = Hovedfunn
editor-nothing-clear = Ingen av disse tallene skiller seg klart fra gruppen eller fra året før.
editor-some-unjudged = Der tallene kan vurderes, skiller de seg ikke klart fra gruppen eller fra året før. For noen av dem er grunnlaget for lite til å si det.
editor-none-judged = Grunnlaget er for lite til å si om noen av disse tallene skiller seg ut.
editor-nothing-new = Datasettet «{ $dataset }» har ingen nye tall for { $place } her. Siden viser eldre tall der de finnes, og hva som mangler.
editor-no-figures = Datasettet har ingen nye tall om dette for { $place }.
editor-questions = Spørsmål kommunestyret kan stille
editor-brief-title = Kort fortalt
editor-brief-heading = Kort fortalt om barnevernet: { $place } { $year }
editor-brief-sources = Tallene er hentet fra oversikten over tjenesten, som også har kilder, definisjoner og forbehold. Kilder: { $sources }.
editor-brief-lead = Det viktigste kommunestyret bør vite om barnevernet i { $place } i { $year }.
editor-brief-unless = Der det ikke står at noe er klart annerledes, kan forskjellen fra andre skyldes tilfeldigheter, eller den kan ikke vurderes.
editor-told-above = Det som skiller seg ut her, står under Hovedfunn.

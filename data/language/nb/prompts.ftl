## Questions to the service in the Word file of the tilstandsrapport: what the figures say, and what is asked.

prompts-fell = «{ $name }» gikk ned fra { $other } til { $own } fra { $earlier } til { $year }.
prompts-rose = «{ $name }» gikk opp fra { $other } til { $own } fra { $earlier } til { $year }.
prompts-same = «{ $name }» var { $own } både i { $earlier } og i { $year }.
prompts-beside = «{ $name }» var { $own } i { $place } og { $other } i { $group } i { $year }.
prompts-change-better = Hva har tjenesten gjort, og hva skal den holde fast ved?
prompts-change-worse = Hva er årsaken, og hva gjør tjenesten med det?
prompts-change-neither = Hva forklarer endringen?
prompts-deviation-better = Hva gjør tjenesten som andre kan lære av?
prompts-deviation-worse = Hva forklarer forskjellen, og hva gjør tjenesten med det?
prompts-deviation-neither = Hva forklarer forskjellen?
prompts-may-be-chance = Endringen kan skyldes tilfeldigheter. Er tjenesten fornøyd med nivået, og hva er målet?
# Where the chapter has few figures to ask about.
prompts-without-figures = Hva vil tjenesten at kommunestyret skal vite om dette?

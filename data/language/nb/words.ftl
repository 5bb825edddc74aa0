## Siden med alle setningene (barnevern words --page).

words-title = Setningene på sidene
words-about =
    Hver setning og hvert ord som kan stå på sidene, med eksempler på det som settes inn. De endres
    i filene som er nevnt over hver gruppe.
words-as-written = Slik den står i filen

## Medlemmene i et nettverk gjennom årene.

members-none = Ikke rapportert: ingen av medlemmene i { $place } har slike tall.

members-years = Tallene er fra { $years }, slik kildene oppgir dem.
members-absent = { $absent } av { $members } medlemmer har ingen.

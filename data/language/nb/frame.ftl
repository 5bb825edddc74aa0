## Rammen rundt hver side: lenker, innhold, brytere og bunntekst.

frame-skip = Hopp til innholdet
frame-pages = Sider for kommunen
frame-more-pages = Flere sider for kommunen
frame-contents = Innhold
frame-show-tables = Vis alle tabeller og forklaringer
frame-show-code = Vis koden bak siden
frame-code = Koden bak siden
frame-made = Laget med barnevern. Tall og kilder står under «Kilder».
frame-download = Last ned tallene som CSV
frame-download-of = Last ned tallene som CSV: { $title }

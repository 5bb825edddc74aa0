## What marks made-up figures.

madeup-row = syntetiske tall

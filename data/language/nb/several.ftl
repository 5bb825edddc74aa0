## Flere indikatorer i én tabell.

several-newer-hidden = Nyere tall vises ikke av personvernhensyn.

"""Disclosure control: which figures may be shown, so that no child can be read out of a report.

The gate takes the raw observations of a data set and gives the ones that notebooks may see. It is
cell suppression in linked tables of counts; docs/privacy.md maps the literature's terms to the
modules. Read them in this order: rules, relations, hierarchies, linked_tables, constraints, pattern
and weights (the problem); primary, covering, constraint_protection, alternative_tables,
complementary, elimination, singletons and secondary (the method); ledger, ledger_file and postponed
(earlier editions and other publishers); year, derived and gate (what becomes of the figures).

Fischetti, M. & Salazar-González, J. J. (2000): Models and algorithms for optimizing cell
suppression in tabular data with linear constraints. JASA 95, 916-928. (2001): Solving the cell
suppression problem on tabular data with linear constraints. Management Science 47, 1008-1027.
Hundepool, A. et al. (2012): Statistical Disclosure Control. Wiley.
Kelly, J. P., Golden, B. L. & Assad, A. A. (1992): Cell suppression: disclosure protection for
sensitive tabular data. Networks 22, 397-417.
Langsrud, Ø. (2024): Secondary cell suppression by Gaussian elimination: an algorithm suitable for
handling issues with zeros and singletons. Privacy in Statistical Databases, LNCS 14915.
"""

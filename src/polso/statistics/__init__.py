"""Statistics of small samples: arrays in, arrays out.

No SQL, no clock, no random numbers, no catalogue. Everything is float64: these functions say how sure a figure is, they
never produce the figure that is displayed (money stays Decimal elsewhere). Undefined is NaN, and NaN in is NaN out.
Functions of two groups take the *current* group first and the one it is compared with second.

========================  ==========================================================================
module                    answers
========================  ==========================================================================
``rates``                 between which values may a rate lie; how far apart are two rates
``exact_rates``           the same for a reader who asks for Clopper-Pearson or Jeffreys
``fisher``                may two rates be the same, as a p-value
``rate_history``          is a rate unusual beside its own history
``counts``                between which values may a count lie; may two counts have one pace
``count_history``         is a count unusual beside its own history
``order_statistics``      medians, their intervals, quantiles
``means``                 what may honestly be said about the mean of skewed amounts
``mean_intervals``        Student's t and modified Cox, ungated
``shapiro_wilk``          may a sample be normal
``mann_whitney``          does one sample tend to be larger than another
``revenue``               can a change of revenue be told from the chance of which deals came
``effective_size``        how many equal deals a few unequal ones are worth
``gates``                 yes, no or insufficient: may the words "rose" and "fell" be used
``false_discovery``       many questions asked at once
``shrinkage``             rates of small groups, fit for ranking
``homogeneity``           do groups differ in their rates at all
``sample_size``           how many deals it takes to see a change
========================  ==========================================================================
"""

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
``unit_cost``             what each of a few customers cost, with bounds
``count_history``         is a count unusual beside its own history
``order_statistics``      medians, their intervals, quantiles
``means``                 what may honestly be said about the mean of skewed amounts
``mean_intervals``        Student's t and modified Cox, ungated
``shapiro_wilk``          may a sample be normal
``mann_whitney``          does one sample tend to be larger than another
``revenue``               can a change of revenue be told from the chance of which deals came
``effective_size``        how many equal deals a few unequal ones are worth
``gates``                 yes, no or insufficient: may the words "rose" and "fell" be used
``risk_table``            who was still open, and how many ended, at each age
``kaplan_meier``          how long things take while some are still open: curve, band, quantiles
``durations``             what may honestly be said about such a median
``log_rank``              do groups take equally long, open records included
``aalen_johansen``        how many will have been won, and how many lost, by each age
``incidence_shares``      bounds of such a share, and of the difference of two cohorts
``duration_gates``        ``gates`` for durations and cohorts
``false_discovery``       many questions asked at once
``shrinkage``             rates of small groups, fit for ranking
``count_shrinkage``       the same for paces (calls a day)
``mean_shrinkage``        the same for amounts (deal size)
``homogeneity``           do groups differ in their rates at all
``sample_size``           how many deals, events or payments it takes to see a change
========================  ==========================================================================
"""

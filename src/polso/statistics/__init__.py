"""Statistics of small samples: arrays in, arrays out.

No SQL, no clock, no random numbers, no catalogue. Everything is float64: these functions say how sure a figure is, they
never produce the figure that is displayed (money stays Decimal, here in ``unit_economics`` alone). Undefined is NaN,
and NaN in is NaN out. Functions of two groups take the *current* group first and the one it is compared with second.

==========================  ====================================================================================
module                      answers
==========================  ====================================================================================
``rates``                   between which values may a rate lie; how far apart are two rates
``exact_rates``             the same for a reader who asks for Clopper-Pearson or Jeffreys
``fisher``                  may two rates be the same, as a p-value
``rate_history``            is a rate unusual beside its own history
``counts``                  between which values may a count lie; may two counts have one pace
``unit_cost``               what each of a few customers cost, with bounds
``count_history``           is a count unusual beside its own history
``order_statistics``        medians, their intervals, quantiles
``means``                   what may honestly be said about the mean of skewed amounts
``mean_intervals``          Student's t and modified Cox, ungated
``shapiro_wilk``            may a sample be normal
``mann_whitney``            does one sample tend to be larger than another
``revenue``                 can a change of revenue be told from the chance of which deals came
``effective_size``          how many equal deals a few unequal ones are worth
``gates``                   yes, no or insufficient: may the words "rose" and "fell" be used
``risk_table``              who was still open, and how many ended, at each age
``kaplan_meier``            how long things take while some are still open: curve, band, quantiles
``durations``               what may honestly be said about such a median
``log_rank``                do groups take equally long, open records included
``aalen_johansen``          how many will have been won, and how many lost, by each age
``incidence_shares``        bounds of such a share, and of the difference of two cohorts
``duration_gates``          ``gates`` for durations and cohorts
``false_discovery``         many questions asked at once
``shrinkage``               rates of small groups, fit for ranking
``count_shrinkage``         the same for paces (calls a day)
``mean_shrinkage``          the same for amounts (deal size)
``homogeneity``             do groups differ in their rates at all
``sample_size``             how many deals, events or payments it takes to see a change
``purchase_history``        what the customer-value models need of each customer, from a list of purchases
``buy_till_you_die``        will customers buy again: what ``bg_nbd`` and ``mbg_nbd`` share
``bg_nbd``                  the same where only a repeat purchase can be the last
``mbg_nbd``                 the same where the first can be, too: the default
``pareto_nbd``              how likely the same histories are to an older model
``gamma_gamma``             what a customer spends on a purchase
``hold_out``                would the models have foretold what customers then did
``customer_value``          what customers are expected to bring within a horizon, discounted
``value_gates``             may modelled customer values be shown
``value_model``             from purchases to a value a customer, or the gates that say why not
``shifted_beta_geometric``  how long contracts last that are renewed or not at fixed dates
``maximum_likelihood``      positive parameters by maximum likelihood, and whether the data hold them
``cohort_table``            which share of each cohort is still active at each age
``unit_economics``          what a customer is worth and may cost, by plain arithmetic (in Decimal)
==========================  ====================================================================================
"""

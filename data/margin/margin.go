// Package margin holds the rules by which venues liquidate: their contracts,
// their dated tables of maintenance-margin tiers, and the liquidation and
// bankruptcy prices that follow from them. Margin is isolated; funding is left
// out, and fees where a venue's rule does not name them.
package margin

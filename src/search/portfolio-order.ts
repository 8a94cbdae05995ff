import type { Parameters } from '../domain/search-space.js';
import type { SearchFamily } from './search-plan.js';

export interface PortfolioItem {
  readonly family: SearchFamily;
  /** Place in the family's portfolio, from 0. */
  readonly item: number;
  readonly parameters: Parameters;
}

/**
 * The order in which portfolios are tried: every family's default, the cheapest first, so that a submission
 * stands soon and unlike models exist; then the other items spread evenly over each family's list, so that
 * long lists come up more often.
 */
export function portfolioOrder(families: readonly SearchFamily[]): readonly PortfolioItem[] {
  const items = families.flatMap((family) =>
    family.portfolio.map((parameters, item) => ({ family, item, parameters })),
  );
  const place = ({ family, item }: PortfolioItem): number => item / family.portfolio.length;
  return items.sort(
    (a, b) =>
      place(a) - place(b) ||
      a.family.expectedSeconds - b.family.expectedSeconds ||
      (a.family.id < b.family.id ? -1 : 1),
  );
}

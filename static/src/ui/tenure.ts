import { svg } from './html.ts'

// The map groups of tenures (DOMAIN.md section 4; plans/home has the list). A count by tenure is shown in these groups beside the
// map; the page of the figures shows each tenure.
const GROUPS: Record<string, string> = {
  'social-rent': 'social-rent',
  'specified-accommodation': 'social-rent',
  'affordable-rent': 'affordable-rent',
  'london-affordable-rent': 'affordable-rent',
  'rent-to-buy': 'intermediate-rent',
  'london-living-rent': 'intermediate-rent',
  'other-intermediate-rent': 'intermediate-rent',
  'shared-ownership': 'low-cost-home-ownership',
  'other-low-cost-home-ownership': 'low-cost-home-ownership',
}

/** Names of the groups, in their order. */
export const TENURE_GROUPS: Record<string, string> = {
  'social-rent': 'Social rent',
  'affordable-rent': 'Affordable rent',
  'low-cost-home-ownership': 'Low cost home ownership',
  'intermediate-rent': 'Intermediate rent',
  'leasehold-and-market': 'Leasehold and market',
}

/** The map group of a tenure. */
export function groupOfTenure(tenure: string): string {
  return GROUPS[tenure] ?? (tenure === 'unknown' ? 'unknown' : 'leasehold-and-market')
}

/** Counts of tenures summed into their groups; groups without homes are left out. */
export function groupTenures(counts: { value: string; count: number }[]): { value: string; name: string; count: number }[] {
  const sums = new Map<string, number>()
  for (const { value, count } of counts) {
    const group = groupOfTenure(value)
    sums.set(group, (sums.get(group) ?? 0) + count)
  }
  return Object.entries({ ...TENURE_GROUPS, unknown: 'Not said' })
    .map(([value, name]) => ({ value, name, count: sums.get(value) ?? 0 }))
    .filter(g => g.count > 0)
}

const SHAPES: Record<string, string> = {
  'social-rent': '<circle cx="6.5" cy="6.5" r="5.5"/>',
  'affordable-rent': '<path d="M1.5 1.5h10v10h-10Z"/>',
  'low-cost-home-ownership': '<path d="M6.5 0 13 6.5 6.5 13 0 6.5Z"/>',
  'intermediate-rent': '<path d="M6.5 .5 13 12H0Z"/>',
  'leasehold-and-market': '<path d="M1 4.5h11v4H1Z"/>',
}

/** The symbol of a tenure group, as on the map and in layout.html. */
export function tenureSymbol(group: string): SVGElement {
  return svg(`<svg class="sym t-${group}" viewBox="0 0 13 13" aria-hidden="true">${SHAPES[group] ?? '<circle cx="6.5" cy="6.5" r="4"/>'}</svg>`)
}

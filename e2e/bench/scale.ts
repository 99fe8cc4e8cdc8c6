// How much is measured. KUBE_INGRESS_DASH_BENCH_QUICK=1 takes small numbers, to see that everything works.
const isQuick = Boolean(process.env["KUBE_INGRESS_DASH_BENCH_QUICK"]);

/** The numbers of Ingresses at which the page is measured. */
export const SIZES = { few: 5_000, usual: 10_000, many: 100_000 } as const;

/** Changes of the cluster in a second. */
export const CHANGES = 100;

/** Visits without anything in the browser's caches, of which the median is told. */
export const VISITS = isQuick ? 3 : 5;

/** How long the page of the target is scrolled, in seconds, and those of fewer rows. */
export const SCROLLING = isQuick ? { target: 8, others: 4 } : { target: 60, others: 20 };

/** How often the words are typed. */
export const ROUNDS = isQuick ? 1 : 3;

/** How often a property test tries its property: a sample while developing, in full where PROPERTY_RUNS=full says so. */
const fullFactor = 50;

/** The number of runs for a property whose usual number is `sample`. */
export function propertyRuns(sample: number): number {
  return process.env['PROPERTY_RUNS'] === 'full' ? sample * fullFactor : sample;
}

/** Makes something of each entry of a record: a component of each in a catalogue. */
export function each<Spec, Component>(
  catalogue: Record<string, Spec>,
  make: (name: string, spec: Spec) => Component,
): Record<string, Component> {
  return Object.fromEntries(Object.entries(catalogue).map(([name, spec]) => [name, make(name, spec)]));
}

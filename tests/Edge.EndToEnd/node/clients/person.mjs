/** The person and the model behind a client, who always say the same. */
export function fill({ requestedSchema }) {
  const content = Object.fromEntries(Object.entries(requestedSchema.properties).map(([name, { type }]) => [name, type === 'boolean' ? true : 'Ada']));
  return { action: 'accept', content };
}

export function sample() {
  return { role: 'assistant', content: { type: 'text', text: 'Paris' }, model: 'none', stopReason: 'endTurn' };
}

export function roots() {
  return { roots: [{ uri: 'file:///work', name: 'work' }] };
}

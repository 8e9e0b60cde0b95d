export const gpus = [
  { id: 'NVIDIA GeForce RTX 4090', displayName: 'RTX 4090', memoryInGb: 24, pool: 'ADA_24', price: 0.69 },
  { id: 'NVIDIA A40', displayName: 'A40', memoryInGb: 48, pool: 'AMPERE_48', price: 0.4 },
  { id: 'NVIDIA H100 80GB HBM3', displayName: 'H100 SXM', memoryInGb: 80, pool: 'ADA_80_PRO', price: 2.69 },
];

export const cpus = [{ id: 'cpu3c', displayName: 'Compute-Optimized', groupName: 'Intel' }];

export const dataCenters = [
  { id: 'EU-RO-1', name: 'EU-RO-1', region: 'EUROPE' },
  { id: 'US-KS-2', name: 'US-KS-2', region: 'NORTH_AMERICA' },
];

/** The GraphQL queries that runpod-mcp 4.0.0 sends, told apart by the field they ask for. */
export function answerGraphql(body, credentialed) {
  const query = String(body?.query ?? '');
  if (/\bmyself\b/.test(query)) return { data: { myself: credentialed ? { id: 'user-simulated' } : null } };
  if (/\bgpuTypes\b/.test(query)) {
    return {
      data: {
        gpuTypes: gpus.map(({ pool: _, price, ...gpu }) => ({
          ...gpu,
          secureCloud: true,
          communityCloud: true,
          lowestPrice: {
            stockStatus: 'High',
            uninterruptablePrice: price,
            gpuTypeCudaVersions: [{ cudaVersion: '12.8', availability: 'AVAILABLE' }],
          },
        })),
      },
    };
  }
  if (/\blistings\b/.test(query)) return { data: { listings: [] } };
  if (/\ballAiApiPublicConfigs\b/.test(query)) return { data: { allAiApiPublicConfigs: [] } };
  if (/\bsaveEndpoint\b/.test(query)) return { data: { saveEndpoint: { id: 'ep-from-hub', name: body.variables?.input?.name } } };
  return { errors: [{ message: 'the simulated API does not know this query' }] };
}

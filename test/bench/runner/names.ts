/** What is measured, and the goals of issue 4, section 5. */
export const FLOORS = {
  node: '`node -e 0`',
  python: '`python -I -S -c pass`',
  hop: 'one exchange over HTTP with a bare Node.js',
} as const;

export const PEERS = {
  lambdaLocal: 'peer, cold: lambda-local',
  pythonLambdaLocal: 'peer, cold: python-lambda-local',
  invokeLocalNode: 'peer, cold: serverless invoke local (Node.js)',
  invokeLocalPython: 'peer, cold: serverless invoke local (Python)',
  offlineReady: 'peer: serverless-offline',
  offlineWarm: 'peer, warm: serverless-offline',
} as const;

interface Cold {
  readonly name: string;
  readonly title: string;
  readonly peers: readonly string[];
  /** Milliseconds. */
  readonly goal: number;
  readonly floor?: { readonly name: string; readonly most: number };
}

const nodePeers = [PEERS.lambdaLocal, PEERS.invokeLocalNode];
export const COLD: readonly Cold[] = [
  { name: 'cold: nodejs24.x', title: 'Node.js 24, cold', peers: nodePeers, goal: 45, floor: { name: FLOORS.node, most: 1.6 } },
  { name: 'cold: nodejs22.x', title: 'Node.js 22, cold', peers: nodePeers, goal: 45, floor: { name: FLOORS.node, most: 1.6 } },
  {
    name: 'cold: python',
    title: 'Python, cold',
    peers: [PEERS.pythonLambdaLocal, PEERS.invokeLocalPython],
    goal: 30,
    floor: { name: FLOORS.python, most: 2.6 },
  },
  { name: 'cold: java', title: 'Java, cold, from the second run on', peers: [], goal: 200 },
  { name: 'cold: go', title: 'Go, cold', peers: [], goal: 8 },
  { name: 'cold: rust', title: 'Rust, cold', peers: [], goal: 8 },
];

export const WARM = [
  { name: 'warm: nodejs24.x', title: 'Node.js 24, warm p50', goal: 0.45 },
  { name: 'warm: nodejs22.x', title: 'Node.js 22, warm p50', goal: 0.45 },
  { name: 'warm: python', title: 'Python, warm p50', goal: 0.25 },
] as const;

/** Requests a second, in windows; latencies are under the same names with `, µs`. */
export const THROUGH = [
  { title: 'Invoke endpoint, 8 clients', ours: 'ours: invoke', theirs: 'theirs: invoke', goal: { kind: 'rate', least: 4000, p99Ms: 7 } },
  { title: 'HTTP route (API Gateway v2), 8 clients', ours: 'ours: route', theirs: 'theirs: route', goal: { kind: 'times', least: 2 } },
] as const;

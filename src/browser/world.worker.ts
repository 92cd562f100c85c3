import type { WorldCalls, WorldEvents } from './protocol';
import { serve } from './rpc';
import { createWorldHost } from './world-host';

const port = self as unknown as DedicatedWorkerGlobalScope;
const emit: <K extends keyof WorldEvents>(event: K, value: WorldEvents[K]) => void = (event, value) =>
  send(event, value);
const send = serve<WorldCalls, WorldEvents>(port, createWorldHost(emit));

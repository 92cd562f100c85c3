/** One object of `GET /events?since=&until=&filters=`. */
export interface EventMessage {
  /** Containers and images only. */
  status?: string;
  id?: string;
  from?: string;
  Type: string;
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  scope: 'local' | 'swarm';
  time: number;
  /** Nanoseconds since 1970; loses its last digits beyond 2^53. */
  timeNano: number;
}

/** `POST /containers/{id}/wait?condition=not-running|next-exit|removed`. */
export interface ContainerWaitResponse {
  StatusCode: number;
  Error?: { Message: string };
}

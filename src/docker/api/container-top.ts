/** `GET /containers/{id}/top?ps_args=`. */
export interface ContainerTop {
  Processes: string[][];
  Titles: string[];
}

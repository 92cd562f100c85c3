/** Answer of exec create and commit. */
export interface IdResponse {
  Id: string;
}

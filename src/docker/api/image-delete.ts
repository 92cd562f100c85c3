/** One row of `DELETE /images/{name}?force=&noprune=`. */
export interface ImageDeleteItem {
  Untagged?: string;
  Deleted?: string;
}

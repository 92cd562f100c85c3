/** One row of `GET /images/search?term=&limit=&filters=`. */
export interface ImageSearchItem {
  star_count: number;
  is_official: boolean;
  name: string;
  is_automated: boolean;
  description: string;
}

import { openTelling } from '#platform/telling'

/** Which other systems are to be told of ratings given here, and how far the ratings given there were read. */
export const ratingTelling = openTelling('ratings', 'rating_id')

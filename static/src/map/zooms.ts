/** From where homes are points and protected figures lie in their own outlines; further out both are squares (tiles/layer, which a test compares). */
export const HOME_MIN_ZOOM = 13

export const drawingStates = []

package shape

// Orient is opened for the comparison with exact arithmetic.
var Orient = orient

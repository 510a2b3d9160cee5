package shape

// pieces says which nodes of a growing graph hang together (union-find).
type pieces []int32

func newPieces(n int) pieces {
	p := make(pieces, n)
	for i := range p {
		p[i] = int32(i)
	}
	return p
}

func (p *pieces) add() int32 {
	k := int32(len(*p))
	*p = append(*p, k)
	return k
}

// join ties a and b together; false if they were so already.
func (p pieces) join(a, b int32) bool {
	a, b = p.find(a), p.find(b)
	if a == b {
		return false
	}
	p[b] = a
	return true
}

func (p pieces) find(k int32) int32 {
	for p[k] != k {
		p[k] = p[p[k]] // halving the path keeps later ones short
		k = p[k]
	}
	return k
}

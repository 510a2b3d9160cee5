package disclosure

import "container/heap"

// queue gives numbers in rising order, each once, while others are added.
type queue struct {
	numbers heapOf
	met     map[int]bool
}

func newQueue() *queue { return &queue{met: map[int]bool{}} }

func (q *queue) add(numbers []int) {
	for _, n := range numbers {
		if !q.met[n] {
			q.met[n] = true
			heap.Push(&q.numbers, n)
		}
	}
}

// first takes the least number out. some is false where there is none.
func (q *queue) first() (n int, some bool) {
	if len(q.numbers) == 0 {
		return 0, false
	}
	return heap.Pop(&q.numbers).(int), true
}

type heapOf []int

func (h heapOf) Len() int           { return len(h) }
func (h heapOf) Less(i, j int) bool { return h[i] < h[j] }
func (h heapOf) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *heapOf) Push(n any)        { *h = append(*h, n.(int)) }
func (h *heapOf) Pop() any {
	last := len(*h) - 1
	n := (*h)[last]
	*h = (*h)[:last]
	return n
}

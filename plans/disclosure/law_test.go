package disclosure

import "testing"

func TestError(t *testing.T) {
	for draws, want := range map[int]int{0: 0, 1: 7, 4: 11, 12: 19, 30: 29, 100: 52} {
		if got := Error(draws); got != want {
			t.Errorf("the error of %d draws is %d, want %d", draws, got, want)
		}
	}
}

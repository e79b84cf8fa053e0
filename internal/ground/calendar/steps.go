package calendar

import (
	"fmt"
	"strconv"
)

func itoa(n int) string { return strconv.Itoa(n) }

// step makes a step; args are the words that text has places (%s) for.
func step(key, text string, args ...string) Step {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a
	}
	return Step{Key: key, Args: args, Text: fmt.Sprintf(text, values...)}
}

func (r *Reading) explain(key, text string, args ...string) {
	r.Explain = append(r.Explain, step(key, text, args...))
}

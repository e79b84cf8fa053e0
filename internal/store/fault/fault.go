// Package fault is the seam at which tests make a store fail: before a step
// (nothing was done) or after it (it was done, and the caller is told that it
// was not). It must do nothing unless a hook was handed in.
package fault

// Hook is asked around each step of a store that changes something outside
// the process. It is called with done false before the step, and with done
// true after it; an error it returns is returned by the step. The nil Hook
// never fails.
type Hook func(step string, done bool) error

// Around runs do between the two calls of the hook.
func (h Hook) Around(step string, do func() error) error {
	if h == nil {
		return do()
	}
	if err := h(step, false); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return h(step, true)
}

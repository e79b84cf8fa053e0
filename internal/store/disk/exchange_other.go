//go:build !linux

package disk

func exchange(string, string) error { return errNoExchange }

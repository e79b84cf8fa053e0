package account

import "sanad/internal/ground/fail"

// How short a password may not be, in characters, and how long, in bytes.
const (
	MinPassword = 12
	MaxPassword = 1024
)

// CheckPassword refuses a password that is too short to be kept. Nothing is
// asked of its signs: rules of that kind make people write passwords down.
func CheckPassword(password string) error {
	if len([]rune(password)) < MinPassword {
		return fail.New(fail.Usage, "the password is shorter than %d characters", MinPassword).Do("several words are easy to keep in mind")
	}
	if len(password) > MaxPassword {
		return fail.New(fail.Usage, "the password is longer than %d bytes", MaxPassword)
	}
	return nil
}

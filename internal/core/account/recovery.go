package account

import (
	"encoding/base32"
	"fmt"
	"io"
	"strings"

	"sanad/internal/ground/canon"
)

// RecoveryCodes is how many recovery codes an account is given at a time.
const RecoveryCodes = 10

// recoveryBytes makes 16 letters and digits of 80 bits: enough that a plain
// hash keeps them, so that ten cost no ten runs of a slow one.
const recoveryBytes = 10

// NewRecoveryCodes draws codes, written in groups.
func NewRecoveryCodes(random io.Reader) ([]string, error) {
	codes := make([]string, RecoveryCodes)
	for i := range codes {
		var b [recoveryBytes]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return nil, fmt.Errorf("drawing recovery codes: %w", err)
		}
		codes[i] = strings.ReplaceAll(Groups(base32.StdEncoding.EncodeToString(b[:])), " ", "-")
	}
	return codes, nil
}

// HashRecovery gives what is kept of a recovery code. It is bound to its
// account, so that one in two accounts is not seen to be the same.
func HashRecovery(handle, code string) []byte {
	sum := canon.Hash("sanad/recovery/v1", []byte(handle), []byte(plainCode(code)))
	return sum[:]
}

// IsRecovery reports whether a typed text has the form of a recovery code, and
// so is none of an app.
func IsRecovery(typed string) bool { return len(plainCode(typed)) == recoveryBytes*8/5 }

// plainCode reads a code as people type it from paper: in small letters, with
// or without dashes, 0 for O and 1 for I, which no code holds.
func plainCode(typed string) string {
	return strings.NewReplacer("0", "O", "1", "I").Replace(strings.ToUpper(plainDigits(strings.TrimSpace(typed))))
}

package ledger

import (
	"errors"
	"fmt"
	"time"
)

// Recorded says where, when and by whom something was first recorded, when it
// came from another archive: that archive's log, the entry there, the handle
// and the time. What is handed on again keeps it.
type Recorded struct {
	Log   string    `json:"log"` // the other archive's origin
	Index int64     `json:"index"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// maxName bounds the names in it, each, in bytes.
const maxName = 1024

// Check refuses a first record that is nowhere.
func (r Recorded) Check() error {
	switch {
	case r.Log == "" || r.By == "" || r.Index < 0 || r.At.IsZero():
		return errors.New("what was recorded elsewhere needs the log, the entry, by whom and when")
	case len(r.Log) > maxName || len(r.By) > maxName:
		return fmt.Errorf("the names of the log and of the account have at most %d bytes", maxName)
	}
	return nil
}

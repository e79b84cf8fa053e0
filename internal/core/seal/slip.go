package seal

import (
	"encoding/base64"
	"encoding/json"
	"hash/crc32"
	"strconv"
	"strings"

	"sanad/internal/ground/fail"
)

// Slip is what travels between an archive and a holder's own machine, which may
// have no network: the request with the shares of the record one way, one share
// sealed to the request's key the other. Nothing in it is secret.
type Slip struct {
	Request   string `json:"request"`
	Record    string `json:"record,omitempty"`
	Reason    string `json:"reason,omitempty"`
	By        string `json:"by,omitempty"`
	Recipient string `json:"recipient,omitempty"`
	// Shares is those of all holders on the way out, the one on the way back.
	Shares []Held `json:"shares"`
}

const (
	slipStart = "-----BEGIN SANAD SLIP-----"
	slipEnd   = "-----END SANAD SLIP-----"
	slipWidth = 64
	maxSlip   = 2 << 20
)

// Text writes a slip as lines that survive a letter, a form and a stick.
func (s Slip) Text() (string, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	text := base64.StdEncoding.EncodeToString(data)
	var out strings.Builder
	out.WriteString(slipStart + "\nrequest " + s.Request + "\n")
	for len(text) > slipWidth {
		out.WriteString(text[:slipWidth] + "\n")
		text = text[slipWidth:]
	}
	out.WriteString(text + "\nsum " + slipSum(data) + "\n" + slipEnd + "\n")
	return out.String(), nil
}

func slipSum(data []byte) string {
	return strconv.FormatUint(uint64(crc32.ChecksumIEEE(data)), 16)
}

// ReadSlip reads a slip out of any text around it.
func ReadSlip(text string) (s Slip, err error) {
	_, rest, begun := strings.Cut(text, slipStart)
	body, _, ended := strings.Cut(rest, slipEnd)
	if !begun || !ended || len(text) > maxSlip {
		return s, fail.New(fail.Usage, "there is no slip in this text").Do("give it from %s to %s", slipStart, slipEnd)
	}
	var encoded strings.Builder
	sum := ""
	for line := range strings.Lines(body) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "request "):
		case strings.HasPrefix(line, "sum "):
			sum = strings.TrimPrefix(line, "sum ")
		default:
			encoded.WriteString(line)
		}
	}
	data, err := base64.StdEncoding.DecodeString(encoded.String())
	if err != nil || slipSum(data) != sum || json.Unmarshal(data, &s) != nil || s.Request == "" || len(s.Shares) == 0 {
		return Slip{}, fail.New(fail.Usage, "the slip is damaged").Do("copy it again, whole, with nothing between its lines")
	}
	return s, nil
}

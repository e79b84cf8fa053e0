package picture

import "fmt"

// utc writes a time of year, and month, day, hour, minute, second in b.
func utc(year int, b []byte) string {
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", year, b[0], b[1], b[2], b[3], b[4])
}

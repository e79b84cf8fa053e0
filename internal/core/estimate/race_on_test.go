//go:build race

package estimate

const raceDetector = true

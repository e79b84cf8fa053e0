// Package exif knows the descriptions that cameras and programs put into
// pictures: EXIF 3.0 (CIPA DC-008), which is a TIFF 6.0 file inside the
// picture, and XMP packets (ISO 16684-1). It must never follow a chain of
// directories in a circle, expand an entity, or make a time more exact or a
// place more certain than they are told.
package exif

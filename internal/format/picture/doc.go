// Package picture knows pictures made of pixels: JPEG, PNG, GIF, TIFF, WebP and
// BMP, which it decodes, and HEIC and AVIF, of which it reads only what they
// say of themselves. It must never take memory for pixels before a header's
// width and height were found to be within the limit pixels, and never show a
// picture otherwise than its own orientation says.
//
// Width and height are those of the picture as it is shown, after it was turned
// as its EXIF orientation says; so are the coordinates of what Decode gives.
//
// The field hash_image is the DCT hash of C. Zauner, "Implementation and
// Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1: see
// Hash. Two of them are compared by the number of bits in which they differ.
package picture

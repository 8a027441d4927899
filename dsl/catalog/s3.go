package catalog

import "github.com/zclconf/go-cty/cty"

// What the two S3 kinds share.

var s3BucketArg = Arg{
	Name: "bucket", ASL: "Bucket", Type: cty.String, Required: true,
	Form: `^[0-9A-Za-z._-]+$`, Like: "acme-lake",
	Doc: "Name of the bucket.",
}

var s3KeyArg = Arg{
	Name: "key", ASL: "Key", Type: cty.String, Required: true,
	Doc: "Key of the object.",
}

const s3ObjectARN = "arn:{partition}:s3:::{bucket}/{key}"

package apimodel

import "testing"

// TestCasing has the names that published machines call RDS with, and what the
// same rule makes of others.
func TestCasing(t *testing.T) {
	for api, want := range map[string]string{
		"DBInstanceIdentifier": "DbInstanceIdentifier", // seen
		"DBClusterIdentifier":  "DbClusterIdentifier",  // seen
		"DBSnapshotArn":        "DbSnapshotArn",        // seen
		"ETag":                 "ETag",                 // seen
		"Ec2SubnetIds":         "Ec2SubnetIds",         // seen
		"IpPermissions":        "IpPermissions",        // seen
		"ACL":                  "Acl",
		"SSEKMSKeyId":          "SsekmsKeyId",
		"MD5OfBody":            "Md5OfBody",
		"S":                    "S",
		"Name":                 "Name",
		"Equals":               "EqualsValue",
		"VPCZoneIdentifier":    "VpcZoneIdentifier",
	} {
		if got := AsSDK.Of(api); got != want {
			t.Errorf("%s by the SDK is %s, want %s", api, got, want)
		}
		if got := AsAPI.Of(api); got != api {
			t.Errorf("%s by the API is %s", api, got)
		}
	}
}

func TestFind(t *testing.T) {
	instance := mustHave("rds", "DeleteDBInstance").Input
	value := mustHave("dynamodb", "PutItem").Input.Members
	item := value[len(value)-1]
	for _, m := range value {
		if m.Name == "Item" {
			item = m
		}
	}
	tests := []struct {
		casing  Casing
		in      *Shape
		written string
		want    string
		right   bool
	}{
		{AsSDK, instance, "DbInstanceIdentifier", "DBInstanceIdentifier", true},
		{AsSDK, instance, "DBInstanceIdentifier", "DBInstanceIdentifier", false},
		{AsAPI, instance, "DBInstanceIdentifier", "DBInstanceIdentifier", true},
		{AsAPI, instance, "DbInstanceIdentifier", "DBInstanceIdentifier", false},
		{AsSDK, instance, "skipFinalSnapshot", "SkipFinalSnapshot", false},
		{AsSDK, instance, "Skip", "", false},
		{AsSDK, structure(may("Default", text), may("Other", text)), "DefaultValue", "Default", true},
		{AsSDK, structure(may("Default", text), may("Other", text)), "OtherValue", "", false},
		{AsAPI, structure(may("Default", text)), "DefaultValue", "", false},
		{AsSDK, structure(may("AbC", text), may("ABc", text)), "ABc", "ABc", true},
		{AsSDK, item.Shape.Elem, "BOOL", "BOOL", true},
		{AsSDK, item.Shape.Elem, "Bool", "BOOL", true},
		{AsAPI, item.Shape.Elem, "BOOL", "BOOL", true},
	}
	for _, tt := range tests {
		m, right := tt.casing.Find(tt.in, tt.written)
		got := ""
		if m != nil {
			got = m.Name
		}
		if got != tt.want || right != tt.right {
			t.Errorf("%v: %s is %q, right: %v; want %q, %v", tt.casing, tt.written, got, right, tt.want, tt.right)
		}
	}
}

func TestException(t *testing.T) {
	for api, want := range map[string]string{
		"ConcurrentRunsExceededException": "ConcurrentRunsExceededException",
		"NoSuchKey":                       "NoSuchKeyException",
		"DBInstanceNotFoundFault":         "DbInstanceNotFoundException",
		"KMSThrottlingException":          "KmsThrottlingException",
		"InternalServerError":             "InternalServerErrorException",
		"EC2ThrottledException":           "Ec2ThrottledException",
		"ResourceInUse":                   "ResourceInUseException",
	} {
		if got := Exception(api); got != want {
			t.Errorf("%s is raised as %s, want %s", api, got, want)
		}
	}
}

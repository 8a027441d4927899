package asl_test

import (
	"slices"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

func TestSDKServices(t *testing.T) {
	all := asl.SDKServices()
	if len(all) != 389 || !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Errorf("%d services, sorted: %v; the guide has 389", len(all), slices.IsSorted(all))
	}
	for name, want := range map[string]bool{"s3": true, "emrserverless": true, "emr-serverless": false, "events": false, "": false} {
		if got := asl.IsSDKService(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	all[0] = "teapot"
	if asl.IsSDKService("teapot") {
		t.Error("the list is not the caller's to change")
	}
}

pipeline "p" {
  schedule "often" {
    rate = "30m" # ERROR: PC0215 "30m" is no rate\. Write a number from 1 and a unit: "30 minutes".*
  }
}

// Where to draw the dot of a destination that has no shape of its own at this scale: longitude and latitude, rounded.
export const dots = {
  MC: [7.42, 43.74], NR: [166.93, -0.53], VA: [12.45, 41.9],
  TV: [179.2, -8.5], GI: [-5.35, 36.14], UM: [-169.5, 16.7], BV: [3.4, -54.4], CC: [96.8, -12.2], TK: [-171.8, -9.2],
  BQ: [-68.27, 12.18], GP: [-61.5, 16.2], MQ: [-61, 14.65], RE: [55.5, -21.1], YT: [45.15, -12.8], "GB-SBA": [33.75, 34.99],
  "UA-40": [33.5, 44.6], "UA-14-OCC": [38, 48], "UA-09-OCC": [39.2, 48.7], "UA-23-OCC": [35.8, 47.1], "UA-65-OCC": [34.2, 46.4],
  "UA-65-KHERSON": [32.6, 46.65], "GE-AB": [41.2, 43], "GE-OS": [44, 42.3], "MD-SN": [29.5, 47.1], "PS-GAZA": [34.4, 31.4],
  "PS-WEST-BANK": [35.25, 32], "PS-EAST-JERUSALEM": [35.24, 31.78], PS: [35.1, 31.6], "SY-GOLAN": [35.8, 33], "CD-GOMA": [29.22, -1.67],
};

/**
 * EDIFACT data elements (UN directories): number, form in D.96A (`>` in D.01B where it differs), what it is. Forms:
 * an text, n number, up to the length; `=` exactly that long. 00xx belong to the service segments (ISO 9735).
 */
export const edifactElements = `
0001 an4 syntax identifier
0002 n1 syntax version
0004 an35 sender id
0007 an4 id code qualifier
0008 an14 address for reverse routing
0010 an35 recipient id
0013 an3 service segment tag
0014 an14 routing address
0017 n8 date of preparation
0019 n4 time of preparation
0020 an14 interchange control reference
0022 an14 password
0025 an2 password qualifier
0026 an14 application reference
0029 an1 priority
0031 n1 acknowledgement request
0032 an35 agreement
0035 n1 test indicator
0036 n6 interchange control count
0038 an6 group type
0040 an35 sender id of the group
0044 an35 recipient id of the group
0048 an14 group reference
0051 an3 controlling agency
0052 an3 version number
0054 an3 release number
0057 an6 association code
0060 n6 group control count
0062 an14 message reference
0065 an6 message type
0068 an35 common access reference
0070 n2 sequence of transfers
0073 an1 first and last transfer
0074 n10 number of segments
0080 an6 service code list version
0081 an1 section id
0083 an3 action
0085 an3 syntax error
0096 n6 segment position
0098 n3 element position
0104 n3 component position
0110 an6 code list version
0113 an6 message subtype
0133 an3 character encoding
1000 an35 document name
1001 an3 document name code
1004 an35 document number
1050 an6>an10 sequence number
1056 an9 version
1060 an6 revision number
1073 an3 document line action
1082 n6>an6 line number
1131 an3>an17 code list
1153 an3 reference qualifier
1154 an35>an70 reference number
1156 an6 line number of the reference
1159 an3 sequence number source
1218 n2 number of originals
1220 n2 number of copies
1222 n2 configuration level
1225 an3 message function
1227 an3 calculation sequence
1229 an3 action
1230 an35 allowance or charge number
1245 an3 status indicator
1312 n4 consignment load sequence
1366 an35>an70 document source
1373 an3 document status
1490 n4 consolidation item number
1496 n5 goods item number
2005 an3 date qualifier
2009 an3 time relation
2013 an3 frequency
2015 an3 despatch pattern
2017 an3 despatch pattern timing
2151 an3 type of period
2152 n3 number of periods
2379 an3 date format
2380 an35 date or period
2475 an3 payment time reference
3035 an3 party qualifier
3036 an35 party name
3039 an35 party id
3042 an35 street
3045 an3 party name format
3055 an3 code list agency
3124 an35 name and address line
3127 an17 carrier id
3128 an35 carrier name
3139 an3 contact function
3148 an512 communication number
3153 an3 communication medium
3155 an3 communication channel
3164 an35 city
3207 an3 country code
3222 an70 first related place
3223 an25 first related place id
3224 an70>an256 place name
3225 an25 place id
3227 an3 place qualifier
3228 an70 region name
3229 an9 region
3232 an70 second related place
3233 an25 second related place id
3239 an3 country of origin
3251 an9>an17 postal code
3285 an17>an35 recipient of the instruction
3301 an17>an35 party enacting the instruction
3412 an35 contact name
3413 an17 contact id
3446 an20 tax number of the party
3453 an3 language
3496 an17 sales channel id
4000 an35 reference version
4017 an3 delivery plan status
4052 an70 terms of delivery
4053 an3 terms of delivery code
4055 an3 terms of delivery function
4065 an3 contract and carriage condition
4078 an70 handling instructions
4079 an3 handling instructions code
4183 an3 special conditions
4215 an3 payment method of transport charges
4219 an3 transport priority
4221 an3 discrepancy
4233 an3 marking instructions
4276 an35 terms of payment
4277 an17 terms of payment code
4279 an3 payment terms type
4294 an35 change reason
4295 an3 change reason code
4343 an3 response type
4347 an3 function of the additional id
4400 an35 instruction
4401 an3 instruction code
4403 an3 instruction qualifier
4404 an35 status text
4405 an3 status
4431 an3 payment guarantee
4435 an3 payment channel
4439 an3 payment conditions
4440 an70>an512 free text
4441 an3>an17 free text reference
4447 an3 free text format
4451 an3 text subject
4453 an3 text function
4461 an3 payment means
4465 an3 adjustment reason
4471 an3 settlement
4493 an3 delivery requirements
4499 an3 reason of the stock movement
4501 an3 direction of the stock movement
4503 an3 balance method
4517 an3 seal condition
5004 n18>n35 amount
5025 an3 amount qualifier
5118 n15 price
5125 an3 price qualifier
5152 an35 tax name
5153 an3 tax type
5189 an3 charge or allowance
5213 an3 sub-line price change
5245 an3 percentage qualifier
5249 an3 percentage basis
5273 an12 tax rate basis
5278 an17 tax rate
5279 an7 tax rate id
5283 an3 tax function
5284 n9 unit price basis
5286 an15 tax assessment basis
5289 an6 tax account
5305 an3 tax category
5375 an3 price type
5387 an3 price type qualifier
5402 n12 rate of exchange
5419 an3 rate type qualifier
5420 n15 rate per unit
5463 an3 allowance or charge
5479 an3 relation of places
5482 n10 percentage
5495 an3 sub-line indicator
6008 n15 height
6060 n15>an35 quantity
6063 an3 quantity qualifier
6064 n15 quantity difference
6066 n18 control value
6069 an3 control qualifier
6140 n15 width
6145 an3 dimension qualifier
6152 n18 range maximum
6154 an70 attribute measured
6155 an3>an17 attribute code
6162 n18 range minimum
6167 an3 range type
6168 n15 length
6245 an3 temperature qualifier
6246 n=3>n15 temperature
6311 an3 measurement purpose
6313 an3 property measured
6314 n18>an18 measurement value
6321 an3 measurement significance
6341 an3 exchange rate market
6343 an3 currency qualifier
6345 an3 currency
6347 an3 currency details
6348 n4 currency rate base
6350 n15 number of units
6353 an3 number of units qualifier
6411 an3 unit of measure
6432 n2 significant digits
7001 an3 condition qualifier
7006 an35>an70 condition
7007 an3 condition code
7008 an35>an256 item description
7009 an17 item description code
7064 an35 package type name
7065 an17 package type
7073 an3 packaging terms
7075 an3 packaging level
7077 an3 description type
7081 an3 item characteristic
7083 an3 configuration
7085 an3 nature of cargo
7088 an8 flashpoint
7102 an35 shipping marks
7106 n=3 flashpoint value
7124 n=4 UN dangerous goods number
7130 an17 identity number
7140 an35 item number
7143 an3 item number type
7160 an35 special service
7161 an3 special service code
7164 an12>an35 hierarchical id
7166 an12>an35 hierarchical parent id
7187 an17 process type
7224 n8 number of packages
7233 an3 packaging description
7273 an3 service requirement
7293 an3 sector
7294 an35 requirement
7295 an17 requirement code
7297 an3 set identification
7361 an18 customs code
7365 an3 processing indicator
7383 an3 surface layer
7402 an35 identity number
7405 an3 identity number qualifier
7418 an35 hazardous material class name
7419 an4>an7 hazardous material class
7491 an3 type of stock
7511 an3 type of marking
8028 an17 conveyance number
8051 an3 transport stage
8053 an3 equipment qualifier
8066 an17 mode of transport
8067 an3 mode of transport code
8077 an3 equipment supplier
8078 an7 hazard page number
8092 an10 hazard code version
8101 an3 transit direction
8126 an10 transport emergency card
8154 an35 equipment size and type
8155 an10 equipment size and type code
8158 an4 hazard id, upper part
8169 an3 full or empty
8178 an17 type of transport means
8179 an8 type of transport means code
8186 an=4 hazard id, lower part
8211 an3 permission for transport
8212 an35 transport means name
8213 an9 transport means id
8246 an4 dangerous goods label
8249 an3 equipment status
8255 an3 packing instruction
8260 an17 equipment number
8273 an3 dangerous goods regulations
8275 an3 container or package status
8281 an3 transport ownership
8325 an3 category of transport means
8332 an26 pallet and container packing
8334 an35 movement type
8335 an3 movement type code
8339 an3 packing group
8341 an3 haulage arrangements
8351 an7 hazard class
8364 an6 EMS number
8393 an3 returnable package load
8395 an3 returnable package terms
8410 an4 medical first aid guide
8453 an3 nationality of transport means
8457 an3 excess transportation reason
8459 an3 excess transportation responsibility
9010 an35 status
9011 an3 status code
9012 an35>an256 reason of the status
9013 an3 reason code of the status
9015 an3 status type
9213 an3 duty regime
9302 an35 sealing party
9303 an3 sealing party code
9308 an10>an35 seal number
9321 an8 application error
`;

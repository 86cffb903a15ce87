#FLAGGA 0
#PROGRAM "iop" "0.0.0"
#FORMAT PC8
#GEN 20261001
#SIETYP 4
#ORGNR 802499-1237
#FNAMN "Föreningen Öppna Ängen"
#VER "FA" "20260017" 20261001 "Faktura FA-2026-0017 Exempelköpings kommun"
{
   #TRANS 1510 {} 21932.09 20261001 "Exempelköpings kommun"
   #TRANS 3041 {} -12345.67 20261001 "Utbildning av handledare"
   #TRANS 3041 {} -6500.00 20261001 "Öppen förskola"
   #TRANS 2611 {} -3086.42 20261001 "Moms 25 %"
}

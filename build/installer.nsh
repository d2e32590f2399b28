; The router asks this computer over UDP: the program itself is let through the firewall of Windows, no other one.
; RADIUS: 1812 authentication (RFC 2865), 1813 accounting (RFC 2866). Rules are removed first, so that an update that
; moves the program leaves no old rule behind.
!define GATEHOUSE_AUTH_RULE "Gatehouse RADIUS authentication"
!define GATEHOUSE_ACCT_RULE "Gatehouse RADIUS accounting"

!macro gatehouseRemoveRules
  nsExec::ExecToLog 'netsh advfirewall firewall delete rule name="${GATEHOUSE_AUTH_RULE}"'
  Pop $0
  nsExec::ExecToLog 'netsh advfirewall firewall delete rule name="${GATEHOUSE_ACCT_RULE}"'
  Pop $0
!macroend

!macro gatehouseAddRule NAME PORT
  nsExec::ExecToLog 'netsh advfirewall firewall add rule name="${NAME}" dir=in action=allow protocol=UDP localport=${PORT} program="$INSTDIR\${APP_EXECUTABLE_FILENAME}" enable=yes profile=any'
  Pop $0
  ${If} $0 != 0
    DetailPrint "The firewall rule for UDP ${PORT} could not be made; allow Gatehouse in the firewall by hand."
  ${EndIf}
!macroend

!macro customInstall
  !insertmacro gatehouseRemoveRules
  !insertmacro gatehouseAddRule "${GATEHOUSE_AUTH_RULE}" 1812
  !insertmacro gatehouseAddRule "${GATEHOUSE_ACCT_RULE}" 1813
!macroend

!macro customUnInstall
  !insertmacro gatehouseRemoveRules
!macroend
